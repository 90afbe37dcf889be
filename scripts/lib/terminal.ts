let open = false;

/** Begins a line that `closeLine` ends, unless something is said in between. */
export function openLine(text: string): void {
  process.stdout.write(`${text} … `);
  open = true;
}

/** Ends the open line; says what it was about again when other lines have come in between. */
export function closeLine(text: string, result: string): void {
  console.log(open ? result : `${text}: ${result}`);
  open = false;
}

/** Prints whole lines. */
export function say(text: string): void {
  console.log(open ? `\n${text}` : text);
  open = false;
}

/** Lets this process live on when its terminal is closed or nobody reads its output any more. */
export function surviveTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('SIGHUP', () => undefined);
}
