// Go writes an empty list or map as null where nothing was put in. Screens shall not have to care.

import type {
  ItemPage,
  ItemView,
  JobDetail,
  LiveEvent,
  News,
  Options,
  Preview,
  ProcessorSpec,
  KeptKeys,
  Recipe,
  Report,
  Run,
  Setting,
  Snapshot,
  TaskReport,
  TaskView,
  TaskWork,
} from './types';

export function fillSnapshot<S extends Snapshot>(snapshot: S): S {
  snapshot.reasons ??= {};
  snapshot.flights ??= [];
  snapshot.verbs ??= [];
  return snapshot;
}

export function fillEvent(event: LiveEvent): LiveEvent {
  if (event.job) fillSnapshot(event.job);
  if (event.task) fillTask(event.task);
  if (event.news) fillNews(event.news);
  return event;
}

export function fillNews(news: News): News {
  news.actions ??= [];
  return news;
}

export function fillDetail(detail: JobDetail): JobDetail {
  fillSnapshot(detail);
  fillOptions(detail.options);
  detail.list.columns ??= [];
  detail.list.mapping ??= [];
  detail.list.problems ??= [];
  detail.output_columns ??= [];
  detail.timeline ??= [];
  detail.samples ??= [];
  return detail;
}

export function fillReport(report: Report): Report {
  report.done ??= [];
  report.left_out ??= [];
  return report;
}

export function fillPreview(preview: Preview): Preview {
  preview.sheets ??= [];
  preview.columns ??= [];
  preview.rows ??= [];
  preview.mapping ??= [];
  preview.doubts ??= [];
  preview.results ??= [];
  preview.problems ??= [];
  return preview;
}

export function fillPage(page: ItemPage): ItemPage {
  page.items = fillItems(page.items);
  return page;
}

export function fillItems(items: ItemView[] | null): ItemView[] {
  return (items ?? []).map(fillItem);
}

export function fillItem(item: ItemView): ItemView {
  item.cells ??= [];
  item.output ??= {};
  item.steps ??= [];
  return item;
}

export function fillSpec(spec: ProcessorSpec): ProcessorSpec {
  spec.needs ??= [];
  spec.options ??= [];
  for (const option of spec.options) option.choices ??= [];
  return spec;
}

export function fillRecipe(recipe: Recipe): Recipe {
  fillOptions(recipe.options);
  return recipe;
}

export function fillKeys(kept: KeptKeys): KeptKeys {
  kept.names ??= [];
  return kept;
}

export function fillTask(task: TaskView): TaskView {
  task.settings ??= {};
  task.verbs ??= [];
  if (task.last_run) fillRun(task.last_run);
  if (task.current) fillRun(task.current);
  return task;
}

export function fillRun(run: Run): Run {
  run.counts ??= {};
  return run;
}

export function fillTaskReport(report: TaskReport): TaskReport {
  report.done ??= [];
  report.left_out ??= [];
  return report;
}

export function fillWork(work: TaskWork): TaskWork {
  work.settings ??= [];
  for (const setting of work.settings) setting.choices ??= [];
  return work;
}

export function fillSetting(setting: Setting): Setting {
  setting.choices ??= [];
  return setting;
}

function fillOptions(options: Options): void {
  options.set ??= {};
}
