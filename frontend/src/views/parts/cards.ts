// The recipes to choose from: saved ones, and a bare processor for which none is saved.
import type { Options, ProcessorSpec, Recipe } from '$lib/api';

export type Card = {
  /** What a draft calls it. */
  name: string;
  label: string;
  summary: string;
  builtIn: boolean;
  processor: string;
  spec: ProcessorSpec;
  options: Options;
};

export function cards(specs: ProcessorSpec[], recipes: Recipe[]): Card[] {
  const result: Card[] = [];
  for (const spec of specs) {
    const own = recipes.filter((recipe) => recipe.options.processor === spec.name);
    const builtIn = own.filter((recipe) => recipe.built_in);
    if (builtIn.length === 0) result.push(bare(spec));
    for (const recipe of builtIn) result.push(card(spec, recipe));
  }
  for (const recipe of recipes) {
    const spec = specs.find((candidate) => candidate.name === recipe.options.processor);
    if (spec && !recipe.built_in) result.push(card(spec, recipe));
  }
  return result;
}

function bare(spec: ProcessorSpec): Card {
  return {
    name: spec.name,
    label: spec.label,
    summary: spec.summary,
    builtIn: true,
    processor: spec.name,
    spec,
    options: { processor: spec.name, concurrency: 5, retries: spec.retries },
  };
}

function card(spec: ProcessorSpec, recipe: Recipe): Card {
  const named = recipe.name !== spec.name;
  return {
    name: recipe.name,
    label: named ? recipe.name : spec.label,
    summary: recipe.description || spec.summary,
    builtIn: recipe.built_in,
    processor: spec.name,
    spec,
    options: recipe.options,
  };
}
