import { Box, Flex, Typography } from '@strapi/design-system';
import type { Problem } from '../../../features/approval/api';
import { useWords } from '../words';
import { Remark } from './Remark';

interface ProblemsProps {
  readonly type: string;
  readonly problems: readonly Problem[];
}

/** What is missing or should be looked at before an entry is submitted or approved. */
export function Problems({ type, problems }: ProblemsProps) {
  const { say } = useWords();
  const blocking = problems.filter((problem) => problem.blocking);
  const advice = problems.filter((problem) => !problem.blocking);
  if (problems.length === 0) {
    return <Remark tone="success">{say('platform.approval.missing.none')}</Remark>;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {blocking.length > 0 && (
        <Remark tone="danger" title={say('platform.approval.missing.blocking')}>
          <List type={type} problems={blocking} />
        </Remark>
      )}
      {advice.length > 0 && (
        <Remark tone="warning" title={say('platform.approval.missing.advice')}>
          <List type={type} problems={advice} />
        </Remark>
      )}
    </Flex>
  );
}

function List({ type, problems }: ProblemsProps) {
  const { tellProblem } = useWords();
  return (
    <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
      {problems.map((problem) => {
        const words = tellProblem(problem, type);
        return (
          <Typography tag="li" key={`${problem.field ?? ''} ${words}`}>
            {words}
          </Typography>
        );
      })}
    </Box>
  );
}
