import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PARTS } from '../../../site/serve/processes.ts';
import type { EnvironmentSettings } from '../../environment.ts';
import { Problem } from '../problem.mjs';
import { root } from '../root.ts';
import type { PlatformPart } from './data-folder.ts';

/** Where an administrator's units are. */
export const UNITS = '/etc/systemd/system';
/** What all of them belong to. */
export const TARGET = 'social-protection.target';
/** Who runs the parts, unless somebody says otherwise. */
export const USER = 'social-protection';

/** What units are made of. */
export interface UnitOptions {
  readonly settings: Pick<EnvironmentSettings, 'env' | 'dataDir' | 'host'>;
  readonly user: string;
  /** Which of them run on this machine; all, if not said. */
  readonly parts?: readonly PlatformPart[];
  /** The folder of the code. */
  readonly folder?: string;
}

const LOOPBACK = /^(127(\.\d+){3}|localhost|::1)$/;
/** https://restic.readthedocs.io: repositories that are no folder have a scheme. */
const FOLDER = /^\//;

/**
 * The units that run the platform under systemd, by their names: each part, and what tells the operator.
 * @throws {Problem} naming a path that cannot stand in them
 */
export function unitsOf({
  settings,
  user,
  parts = PARTS,
  folder = root,
}: UnitOptions): ReadonlyMap<string, string> {
  const { env, dataDir, host } = settings;
  const node = join(folder, 'node_modules/node/bin/node');
  const writable = [dataDir, ...(env.RENDERER_DIR ? [resolve(folder, env.RENDERER_DIR)] : [])];
  const backups = [env.BACKUP_REPOSITORY, witnessFolder(env)].filter(
    (path): path is string => path !== undefined && FOLDER.test(path),
  );
  for (const path of [folder, ...writable, ...backups]) {
    // systemd takes these for more than letters; https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
    if (/[\s"'\\$%;:]/.test(path)) {
      throw new Problem(`${path} cannot stand in a unit of systemd: choose a path of plain letters.`);
    }
  }
  const run = (command: string) =>
    `${node} --disable-warning=MODULE_TYPELESS_PACKAGE_JSON ${folder}/scripts/${command}`;
  const common = (paths: readonly string[], alone: boolean) => `User=${user}
Group=${user}
WorkingDirectory=${folder}
Environment=PATH=${node.slice(0, -'/node'.length)}:/usr/local/bin:/usr/bin:/bin
Environment=TZ=UTC STRAPI_TELEMETRY_DISABLED=true ASTRO_TELEMETRY_DISABLED=1
UMask=0077
${hardening({ paths, alone, atHome: [folder, ...paths].some((path) => /^-?\/(home|root|run\/user)\//.test(path)) })}`;
  // On the loopback address nobody else is spoken to.
  const isLocal = LOOPBACK.test(host);
  // A disk of backups that is not there must not keep the CMS from starting: the backups fail, and say so.
  const part = (name: PlatformPart, title: string, paths: readonly string[], alone: boolean) => `${HEADER}
[Unit]
Description=Social Protection Platform: ${title}
PartOf=${TARGET}
Wants=network-online.target
After=network-online.target postgresql.service clamav-daemon.service
Before=nginx.service
RequiresMountsFor=${[folder, ...paths.filter((path) => !path.startsWith('-'))].join(' ')}
# It is started again for ever: what was in its way mostly goes by itself, and health is told by ${HEALTH}.timer.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${run(`${name}.ts${name === 'cms' ? ' --wait' : ''}`)}
Restart=always
RestartSec=5
SuccessExitStatus=143
TimeoutStopSec=30
# It gives a sign every 20 s as long as it answers.
NotifyAccess=all
WatchdogSec=180
WatchdogSignal=SIGKILL
${common(paths, alone)}
`;
  // What tells of health knows the site's machine.
  const isWhole = PARTS.every((name) => parts.includes(name));
  const all = new Map([
    [
      TARGET,
      `${HEADER}
[Unit]
Description=Social Protection Platform
Wants=${[...parts.map(unitOf), ...(isWhole ? [`${HEALTH}.timer`] : [])].join(' ')}

[Install]
WantedBy=multi-user.target
`,
    ],
    [unitOf('cms'), part('cms', 'CMS', [...writable, ...backups.map((path) => `-${path}`)], false)],
    [unitOf('builder'), part('builder', 'builder', writable, isLocal)],
    [unitOf('site'), part('site', 'static server', [dataDir], isLocal)],
    [
      `${HEALTH}.service`,
      `${HEADER}
[Unit]
Description=Social Protection Platform: tells the operator of what needs a person
After=network-online.target

[Service]
Type=oneshot
ExecStart=${run('health.ts --tell')}
# What was told, kept until the machine is started anew: the data's disk may be what is full.
RuntimeDirectory=social-protection
RuntimeDirectoryPreserve=yes
TimeoutStartSec=120
${common([dataDir], false)}
`,
    ],
    [
      `${HEALTH}.timer`,
      `${HEADER}
[Unit]
Description=Social Protection Platform: a look each minute at what needs a person
PartOf=${TARGET}

[Timer]
OnActiveSec=2min
OnUnitActiveSec=1min
AccuracySec=10s
`,
    ],
  ]);
  const elsewhere = PARTS.filter((name) => !parts.includes(name)).map(unitOf);
  return new Map(
    [...all].filter(([name]) => !elsewhere.includes(name) && (isWhole || !name.startsWith(HEALTH))),
  );
}

/** The folder in which a witness on this machine is told; undefined where it is elsewhere. */
export function witnessFolder({ BACKUP_WITNESS: address }: NodeJS.ProcessEnv): string | undefined {
  return address?.startsWith('file:') ? dirname(fileURLToPath(address)) : undefined;
}

const HEALTH = 'social-protection-health';
/** The names of all units that there can be. */
export const UNIT_NAMES: readonly string[] = [
  TARGET,
  ...PARTS.map(unitOf),
  `${HEALTH}.service`,
  `${HEALTH}.timer`,
];
const HEADER = `# Written by npm run systemd -- --install, which writes it anew; add your own by systemctl edit.
`;

/** The name of a part's unit. */
function unitOf(part: string): string {
  return `social-protection-${part}.service`;
}

interface Bounds {
  /** What may be written, besides a temporary folder of its own. */
  readonly paths: readonly string[];
  /** Whether it speaks with this machine alone. */
  readonly alone: boolean;
  /** Whether something of it lies in a home. */
  readonly atHome: boolean;
}

/** What a process may: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Sandboxing */
function hardening({ paths, alone, atHome }: Bounds): string {
  return `ProtectSystem=strict
ReadWritePaths=${paths.join(' ')}
ProtectHome=${atHome ? 'read-only' : 'yes'}
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectProc=invisible
ProcSubset=pid
ProtectHostname=yes
ProtectClock=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
${alone ? 'IPAddressDeny=any\nIPAddressAllow=localhost\n' : ''}SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
# V8 writes the code that it runs.
MemoryDenyWriteExecute=no`;
}

/** Which of the units are installed otherwise than they would be now, or not at all. */
export function outdated(units: ReadonlyMap<string, string>, folder = UNITS): string[] {
  return [...units].flatMap(([name, text]) => (readUnit(join(folder, name)) === text ? [] : [name]));
}

/**
 * What to say at a start of one that runs as an older installation has it; nothing where systemd does not run it.
 * @param user who runs this process
 */
export function unitAdvice(
  part: PlatformPart,
  { settings, user }: UnitOptions,
  folder = UNITS,
): string | undefined {
  const name = unitOf(part);
  const installed = readUnit(join(folder, name));
  if (installed === undefined || !process.env.INVOCATION_ID) return undefined;
  if (installed === unitsOf({ settings, user }).get(name)) return undefined;
  return `${join(folder, name)} is not as this version or these settings want it: run npm run systemd -- --install as root.`;
}

/** Undefined where there is none, or only root may read it. */
function readUnit(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
