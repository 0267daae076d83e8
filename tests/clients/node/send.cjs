// Sends spans, log records and metric points by OpenTelemetry's exporters for Node, and prints as
// JSON what the SDK was told. Settings come as one JSON argument:
// {"url", "encoding": "json" | "proto", "service", "metrics"}.
'use strict';

const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { SeverityNumber } = require('@opentelemetry/api-logs');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const {
  BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-base');
const {
  BatchLogRecordProcessor, InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor,
} = require('@opentelemetry/sdk-logs');
const { DataPointType, MeterProvider, PeriodicExportingMetricReader } =
  require('@opentelemetry/sdk-metrics');

const settings = JSON.parse(process.argv[2]);
const suffix = settings.encoding === 'json' ? 'http' : 'proto';
const { OTLPTraceExporter } = require(`@opentelemetry/exporter-trace-otlp-${suffix}`);
const { OTLPLogExporter } = require(`@opentelemetry/exporter-logs-otlp-${suffix}`);
const { OTLPMetricExporter } = require(`@opentelemetry/exporter-metrics-otlp-${suffix}`);

const key = { 'x-honeycomb-team': 'a-configuration-key' };
const resource = resourceFromAttributes({
  'service.name': settings.service,
  'process.pid': process.pid,
  'process.command_args': ['node', 'send.cjs'],
});

function exporter(Exporter, signal, headers = {}) {
  const options = { url: `${settings.url}/v1/${signal}`, headers: { ...key, ...headers } };
  return new Exporter({ ...options, compression: settings.compression });
}

const told = (scope) => ({
  name: scope.name, version: scope.version ?? '', schema_url: scope.schemaUrl ?? '', attributes: {},
});
const toldResource = (found) => ({ attributes: found.attributes, schema_url: found.schemaUrl ?? '' });

function toldSpan(span) {
  const { traceId, spanId, traceState } = span.spanContext();
  return {
    trace_id: traceId,
    span_id: spanId,
    parent_id: span.parentSpanContext?.spanId ?? null,
    trace_state: traceState?.serialize() ?? '',
    name: span.name,
    kind: SpanKind[span.kind].toLowerCase(),
    start_ns: span.startTime,
    end_ns: span.endTime,
    status: span.status.code,
    status_message: span.status.message ?? '',
    attributes: span.attributes,
    events: span.events.map(({ name, time, attributes }) => ({
      name, time_ns: time, attributes: attributes ?? {},
    })),
    links: span.links.map(({ context, attributes }) => ({
      trace_id: context.traceId, span_id: context.spanId, attributes: attributes ?? {},
    })),
    scope: told(span.instrumentationScope),
    resource: toldResource(span.resource),
  };
}

function toldLog(record) {
  return {
    time_ns: record.hrTime,
    observed_ns: record.hrTimeObserved,
    severity: record.severityNumber ?? 0,
    severity_text: record.severityText ?? '',
    body: record.body ?? null,
    flags: record.spanContext?.traceFlags ?? 0,
    event_name: record.eventName ?? '',
    trace_id: record.spanContext?.traceId ?? null,
    span_id: record.spanContext?.spanId ?? null,
    attributes: record.attributes,
    scope: told(record.instrumentationScope),
    resource: toldResource(record.resource),
  };
}

function toldPoints({ resource: of, scopeMetrics }) {
  return scopeMetrics.flatMap(({ metrics }) => metrics.flatMap((metric) =>
    metric.dataPoints.map((point) => ({
      name: metric.descriptor.name,
      time_ns: point.endTime,
      attributes: point.attributes,
      resource: toldResource(of),
      ...(metric.dataPointType === DataPointType.HISTOGRAM
        ? { histogram: { count: point.value.count, sum: point.value.sum } }
        : { value: point.value }),
    }))));
}

async function main() {
  const spans = new InMemorySpanExporter();
  const logs = new InMemoryLogRecordExporter();
  const tracers = new BasicTracerProvider({
    resource,
    spanProcessors: [
      new SimpleSpanProcessor(spans),
      new BatchSpanProcessor(exporter(OTLPTraceExporter, 'traces')),
    ],
  });
  const loggers = new LoggerProvider({
    resource,
    processors: [
      new SimpleLogRecordProcessor({ exporter: logs }),
      new BatchLogRecordProcessor({ exporter: exporter(OTLPLogExporter, 'logs') }),
    ],
  });
  const exports = [];
  const points = exporter(OTLPMetricExporter, 'metrics', { 'x-honeycomb-dataset': settings.metrics });
  const send = points.export.bind(points);
  points.export = (metrics, done) => {
    exports.push(toldPoints(metrics));
    send(metrics, (result) => {
      if (result.code !== 0) process.exitCode = 1;
      done(result);
    });
  };
  const meters = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 1e9 })],
  });

  const tracer = tracers.getTracer('@opentelemetry/instrumentation-test', '0.1', {
    schemaUrl: 'https://opentelemetry.io/schemas/1.30.0',
  });
  const logger = loggers.getLogger('cruddur.app', '0.1');
  const root = tracer.startSpan('session', { kind: SpanKind.SERVER });
  const inside = trace.setSpan(ROOT_CONTEXT, root);
  for (let number = 0; number < 3; number += 1) {
    const child = tracer.startSpan('GET', { kind: SpanKind.CLIENT }, inside);
    child.setAttributes({
      'app.number': number, 'app.share': 0.25, 'app.ok': false, 'app.names': ['a', '<b>', 'ü'],
    });
    child.addEvent('retry', { 'app.attempt': number + 1 });
    logger.emit({
      severityNumber: SeverityNumber.INFO, severityText: 'INFO', body: `request ${number}`,
      attributes: { 'app.number': number }, context: trace.setSpan(ROOT_CONTEXT, child),
    });
    child.end();
  }
  root.recordException(new TypeError('undefined is no crud ☃'));
  root.setStatus({ code: SpanStatusCode.ERROR, message: 'failed' });
  root.end();
  const links = [{ context: root.spanContext(), attributes: { 'app.why': 'follows' } }];
  tracer.startSpan('later', { kind: SpanKind.CONSUMER, links }).end();
  logger.emit({
    eventName: 'app.slow', severityNumber: SeverityNumber.FATAL2,
    body: { message: 'slow', http: { ms: 12.5, ok: true }, tags: ['a', 1] },
    attributes: { nested: { a: { b: 1 } }, list: [1.5, 'x'] },
  });

  const meter = meters.getMeter('cruddur.app', '0.1');
  const served = meter.createCounter('http.requests');
  const durations = meter.createHistogram('http.duration', { unit: 'ms' });
  for (const [route, milliseconds] of [['/', 3.5], ['/', 80.25], ['/users', 700.5]]) {
    served.add(1, { 'http.route': route });
    durations.record(milliseconds, { 'http.route': route });
  }
  meter.createUpDownCounter('load').add(-2);
  meter.createGauge('temperature').record(21.5, { room: 'server' });

  const toldSpans = spans.getFinishedSpans().map(toldSpan);
  const toldLogs = logs.getFinishedLogRecords().map(toldLog);
  for (const provider of [tracers, loggers, meters]) {
    await provider.forceFlush();
    await provider.shutdown();
  }
  // A number of nanoseconds is beyond what a double holds exactly, so times go as text.
  const exact = (name, value) => (/_ns$/.test(name) && Array.isArray(value)
    ? (BigInt(value[0]) * 1000000000n + BigInt(value[1])).toString() : value);
  process.stdout.write(JSON.stringify({ spans: toldSpans, logs: toldLogs, points: exports }, exact));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
