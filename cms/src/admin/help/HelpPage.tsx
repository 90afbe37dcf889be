import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import type { GuidePart, Picture } from './guide';
import { guideBn } from './guide.bn';
import { guideEn } from './guide.en';

const pictures: Record<string, string> = import.meta.glob('./pictures/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The guide for editors and moderators, in the language of the reader's admin. */
export default function HelpPage() {
  const { locale } = useIntl();
  const language = locale.startsWith('bn') ? 'bn' : 'en';
  const guide = language === 'bn' ? guideBn : guideEn;
  return (
    <Layouts.Root>
      <Page.Main lang={language}>
        <Page.Title>{guide.title}</Page.Title>
        <Layouts.Header title={guide.title} subtitle={guide.lead} />
        <Layouts.Content>
          <Flex
            direction="column"
            alignItems="stretch"
            gap={5}
            paddingBottom={10}
            style={{ maxWidth: '90rem' }}
          >
            <Box tag="nav" aria-label={guide.contents}>
              <Typography tag="h2" variant="delta" paddingBottom={2}>
                {guide.contents}
              </Typography>
              <ol style={{ listStyle: 'decimal', paddingInlineStart: '2rem' }}>
                {guide.parts.map(({ title }, index) => (
                  <Typography tag="li" key={title}>
                    <Link href={`#part-${index + 1}`}>{title}</Link>
                  </Typography>
                ))}
              </ol>
            </Box>
            {guide.parts.map((part, index) => (
              <Part key={part.title} part={part} id={`part-${index + 1}`} language={language} />
            ))}
          </Flex>
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}

interface PartProps {
  readonly part: GuidePart;
  readonly id: string;
  readonly language: 'bn' | 'en';
}

function Part({ part: { title, paragraphs, picture }, id, language }: PartProps) {
  const file = picture && pictureFile(picture.name, language);
  return (
    <Box tag="section" id={id} padding={5} background="neutral0" hasRadius shadow="tableShadow">
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography tag="h2" variant="beta">
          {title}
        </Typography>
        {paragraphs.map((text) => (
          <Typography tag="p" key={text} style={{ maxWidth: '75rem', lineHeight: 1.6 }}>
            {text}
          </Typography>
        ))}
        {picture && file && (
          <img
            src={file}
            alt={picture.alternative}
            loading="lazy"
            style={{ maxWidth: '100%', height: 'auto', border: '1px solid #dcdce4', borderRadius: 4 }}
          />
        )}
      </Flex>
    </Box>
  );
}

function pictureFile(name: Picture, language: 'bn' | 'en'): string | undefined {
  return pictures[`./pictures/${name}-${language}.webp`];
}
