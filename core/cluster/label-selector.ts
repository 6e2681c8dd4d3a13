// Does a label selector of the API choose these labels? An empty selector chooses all, a missing one nothing.
import { object, objects, text, type Raw } from './trim/raw.ts';

export function selects(selector: unknown, labels: Raw): boolean {
  if (typeof selector !== 'object' || selector === null) return false;
  const { matchLabels, matchExpressions } = object(selector);
  return (
    Object.entries(object(matchLabels)).every(([key, value]) => labels[key] === value) && objects(matchExpressions).every(fits(labels))
  );
}

const fits =
  (labels: Raw) =>
  ({ key, operator, values }: Raw): boolean => {
    const own = labels[text(key)];
    const chosen = Array.isArray(values) && values.includes(own);
    switch (operator) {
      case 'In':
        return chosen;
      case 'NotIn':
        return !chosen;
      case 'Exists':
        return own !== undefined;
      case 'DoesNotExist':
        return own === undefined;
      default:
        return false;
    }
  };
