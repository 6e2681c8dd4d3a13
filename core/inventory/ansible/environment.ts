// Secrets leave an export only as names of environment variables.
export interface SecretVariable {
  readonly variable: string;
  readonly secret: string;
}

export interface Environment {
  /** The template that looks the secret up. */
  readonly lookup: (secret: string) => string;
  readonly all: () => SecretVariable[];
}

export function createEnvironment(): Environment {
  const variables = new Map<string, string>();
  const taken = new Set<string>();
  const variableFor = (secret: string): string => {
    const known = variables.get(secret);
    if (known !== undefined) return known;
    const plain = `HEARTH_SECRET_${secret.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    let variable = plain;
    for (let count = 2; taken.has(variable); count += 1) variable = `${plain}_${count}`;
    taken.add(variable);
    variables.set(secret, variable);
    return variable;
  };
  return {
    lookup: (secret) => `{{ lookup('env', '${variableFor(secret)}') }}`,
    all: () => [...variables].map(([secret, variable]) => ({ variable, secret })),
  };
}
