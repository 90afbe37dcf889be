import { createServer } from 'node:net';
import { Problem } from './problem.mjs';

/**
 * Makes sure that a server can listen there.
 * @param variable the setting that chooses the port
 * @throws {Problem} naming the port and the setting
 */
export async function requireFreePort(host: string, port: number, variable: string): Promise<void> {
  const code = await listenError(host, port);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    throw new Problem(
      `Port ${port} is taken by another program: stop that program, or choose another port with ${variable}=${port + 1}.`,
    );
  }
  if (code === 'EACCES') {
    throw new Problem(
      `Port ${port} needs more rights than this user has: set ${variable} to one above 1023.`,
    );
  }
  throw new Problem(`HOST is "${host}", where this machine cannot listen on port ${port} (${code}).`);
}

function listenError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A port of the loopback address that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
