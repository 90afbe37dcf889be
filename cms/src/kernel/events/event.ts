/** Something that happened, by its name. */
export interface DomainEvent {
  readonly name: string;
  /** The document that it is about: what waits to be delivered goes when that is erased. */
  readonly document?: string;
}
