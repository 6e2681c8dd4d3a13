// Where a chart comes from: the folder that HEARTH_CHARTS names, what ships with Hearth, else its repository.
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fault } from '#core/fault.ts';
import type { Charts, ChartSource } from '#core/ports/helm.ts';
import { packArchive, type ArchiveFile } from './archive.ts';

export interface ChartFolders {
  /** catalog/charts */
  readonly bundledDir: string;
  /** HEARTH_CHARTS: chart folders or .tgz files; comes before everything else. */
  readonly environmentDir?: string;
}

type Found = Awaited<ReturnType<Charts['find']>>;

const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const safeVersion = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const chartFile = z.object({ name: z.string(), version: z.coerce.string() });
/** A chart lives in a Secret of 1 MiB; far more than that is not a chart. */
const maxBytes = 20 * 1024 * 1024;

const missing = (chart: string, reason: string, cause?: unknown) => fault('CHART_MISSING', { chart, reason }, { cause });

/** Links are refused, so that nothing outside the folder can end up in an archive. */
async function readFolder(root: string, chart: string): Promise<readonly ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  let total = 0;
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) await visit(path);
      else if (!entry.isFile()) throw missing(chart, `${path} in ${root} is a link or a special file.`);
      else {
        const content = await readFile(join(root, path));
        total += content.byteLength;
        if (total > maxBytes) throw missing(chart, `${root} is larger than ${maxBytes / 1024 / 1024} MiB.`);
        files.push({ path: `${chart}/${path}`, content });
      }
    }
  };
  await visit('');
  return files;
}

/** What kind of thing lies there; links count as nothing. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  const stat = await lstat(path).catch(() => null);
  if (stat?.isFile() === true) return 'file';
  return stat?.isDirectory() === true ? 'folder' : 'none';
}

async function packed(folder: string, source: ChartSource): Promise<Found | null> {
  const text = await readFile(join(folder, 'Chart.yaml'), 'utf8').catch(() => null);
  if (text === null) return null;
  const described = chartFile.safeParse(parse(text));
  if (!described.success) throw missing(source.name, `${join(folder, 'Chart.yaml')} names no chart and version.`, described.error);
  if (described.data.name !== source.name) throw missing(source.name, `${folder} holds the chart ${described.data.name}.`);
  const version = safeVersion.test(described.data.version) ? described.data.version : source.version;
  return {
    kind: 'archive',
    fileName: `${source.name}-${version.replaceAll('+', '_')}.tgz`,
    version,
    content: packArchive(await readFolder(folder, source.name)),
  };
}

/** The exact version first, then whatever stands under the name alone, then another version of it. */
async function lookIn(dir: string, source: ChartSource): Promise<Found | null> {
  const root = await realpath(dir).catch((error: unknown) => {
    throw missing(source.name, `The folder ${dir}, where charts were to be, cannot be read.`, error);
  });
  const other = (await readdir(root)).filter(
    (name) => name.startsWith(`${source.name}-`) && /^-v?\d[A-Za-z0-9._+-]*\.tgz$/.test(name.slice(source.name.length)),
  );
  for (const name of [
    `${source.name}-${source.version}.tgz`,
    `${source.name}.tgz`,
    `${source.name}-${source.version}`,
    source.name,
    ...other.toSorted().toReversed(),
  ]) {
    const path = join(root, name);
    const kind = await kindOf(path);
    if (kind === 'file') {
      const version = name === `${source.name}.tgz` ? null : name.slice(source.name.length + 1, -'.tgz'.length).replaceAll('_', '+');
      return { kind: 'archive', fileName: name.replaceAll('+', '_'), content: await readFile(path), version };
    }
    const found = kind === 'folder' ? await packed(path, source) : null;
    if (found !== null) return found;
  }
  return null;
}

export function openCharts(folders: ChartFolders): Charts {
  return {
    async find(source) {
      if (!safeName.test(source.name))
        throw fault('INPUT_INVALID', { field: 'chart', reason: 'is not the name of a chart.' }, { field: 'chart' });
      if (!safeVersion.test(source.version))
        throw fault('INPUT_INVALID', { field: 'version', reason: 'is not a version.' }, { field: 'version' });
      const dirs = [...(folders.environmentDir === undefined ? [] : [folders.environmentDir]), folders.bundledDir];
      for (const dir of dirs) {
        const found = await lookIn(dir, source);
        if (found !== null) return found;
      }
      if (source.from.kind === 'repository') return { kind: 'remote', url: source.from.url, name: source.name, version: source.version };
      throw missing(source.name, `Neither ${dirs.join(' nor ')} holds it.`);
    },
  };
}
