/** Joins a path to the folder it is relative to, and resolves `.` and `..`. Absolute paths stand for themselves. */
export function resolvePath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether a path is a folder, or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/**
 * Folders that the distribution itself fills. What is put into one of them is a file of its own there: the folder
 * cannot be copied to another image as a whole.
 */
export function belongsToSystem(folder: string): boolean {
  return /^\/(?:(?:usr|usr\/local)(?:\/(?:bin|sbin|lib|lib64|share|etc|include|src))?|usr\/share\/[a-z.-]+|bin|sbin|lib|lib64|etc|root|var(?:\/(?:lib|log|run|cache))?|run|boot|dev|proc|sys)?$/.test(
    folder,
  );
}

/** Places that hold nothing a running program relies on. */
export function isScratch(path: string): boolean {
  return /^\/(?:tmp|var\/tmp|var\/cache|var\/lib\/apt|dev|root\/\.(?:cache|npm|m2|gradle|cargo|nuget))(?:\/|$)/.test(
    path,
  );
}
