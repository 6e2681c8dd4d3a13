import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw, WIDTH, type Box, type Scene } from './drawing.ts';
import { content, node } from './fixtures.ts';
import { indexOf, pages } from './steps.ts';
import { withControls } from './topology.ts';

const scene = (count: number, part: Partial<Scene> & { readonly controls?: number } = {}): Scene => ({
  content: content({
    nodes: Array.from({ length: count }, (_, index) =>
      node(`n${index + 1}`, { role: index < (part.controls ?? 1) ? 'control' : 'worker' }),
    ),
  }),
  page: 'nodes',
  furthest: 0,
  marks: new Map(),
  components: [],
  lineOf: (each) => each.address,
  ...part,
});
const apart = (a: Box, b: Box) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('the drawing', () => {
  test('grows with each answer', () => {
    const at = (page: Scene['page']) => draw(scene(3, { page, components: [{ id: 'r', title: 'Registry', brought: false }] }));
    expect(at('nodes')).toMatchObject({ cluster: null, ranges: [], chips: [] });
    expect(at('nodes').nodes.every((each) => each.role === null)).toBe(true);
    expect(at('roles').cluster).not.toBeNull();
    expect(at('roles').links).toHaveLength(3);
    expect(at('settings').ranges).toHaveLength(2);
    expect(at('settings').chips).toHaveLength(1);
  });

  test('several control nodes stand together in one plane, the workers outside of it', () => {
    const drawing = draw(scene(7, { page: 'roles', controls: 3 }));
    const inside = drawing.nodes.filter(({ x, y, width, height }) => {
      const { plane } = drawing;
      return plane !== null && x >= plane.x && y >= plane.y && x + width <= plane.x + plane.width && y + height <= plane.y + plane.height;
    });
    expect(inside.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
    expect(draw(scene(7, { page: 'roles' })).plane).toBeNull();
    expect(draw(scene(7, { page: 'nodes', controls: 3 })).plane).toBeNull();
  });

  test('control nodes are shown, however far down the list they stand', () => {
    const turned = withControls(scene(30).content, ['n30']);
    expect(draw(scene(30, { page: 'roles', content: turned })).nodes[0]).toMatchObject({ id: 'n30', role: 'control' });
  });

  test('nothing is lost of it by going back', () => {
    expect(draw(scene(3, { page: 'nodes', furthest: indexOf('settings') })).ranges).toHaveLength(2);
  });

  test('nothing overlaps and nothing leaves the paper, for any number of machines and components', () => {
    fc.assert(
      fc.property(
        fc.record({ count: fc.integer({ min: 0, max: 60 }), controls: fc.integer({ min: 0, max: 7 }) }),
        fc.constantFrom(...pages),
        fc.array(fc.string({ maxLength: 60 }), { maxLength: 12 }),
        ({ count, controls }, page, titles) => {
          const components = titles.map((title, index) => ({ id: String(index), title, brought: false }));
          const drawing = draw(scene(count, { page, components, controls }));
          const boxes: Box[] = [...drawing.nodes, ...drawing.ranges, ...drawing.chips, ...(drawing.more === null ? [] : [drawing.more])];
          for (const [index, box] of boxes.entries()) {
            expect(box.x).toBeGreaterThanOrEqual(0);
            expect(box.x + box.width).toBeLessThanOrEqual(WIDTH + 0.01);
            expect(box.y + box.height).toBeLessThanOrEqual(drawing.height);
            for (const other of boxes.slice(index + 1)) expect(apart(box, other)).toBe(true);
          }
          expect(drawing.nodes.length + (drawing.more?.count ?? 0)).toBe(count);
        },
      ),
      { numRuns: 60 },
    );
  });
});
