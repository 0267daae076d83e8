// Reports to Rollbar by its library for Node, and prints as JSON what went over the wire. Settings
// come as one JSON argument: {"endpoint", "token", "wanted": [name, …]}.
'use strict';

const http = require('http');
const Rollbar = require('rollbar');

const settings = JSON.parse(process.argv[2]);
const sent = [];
const request = http.request;
http.request = (options, answered) => {
  const entry = { path: options.path, headers: options.headers };
  const made = request(options, (response) => {
    entry.status = response.statusCode;
    answered(response);
  });
  const write = made.write.bind(made);
  made.write = (chunk) => {
    entry.payload = JSON.parse(chunk);
    sent.push(entry);
    return write(chunk);
  };
  return made;
};

const rollbar = new Rollbar({
  accessToken: settings.token,
  endpoint: settings.endpoint,
  environment: 'production',
  codeVersion: '3f2a9c1',
  captureUncaught: false,
  captureUnhandledRejections: false,
  nodeSourceMaps: false,
  payload: { person: { id: 'ann-7', username: 'ann' }, service: 'web' },
});

function fail() {
  return JSON.parse('{');
}

const reports = {
  message: (done) => rollbar.warning('Hello World!', { crud: 42, nested: { a: [1, 'é☃'] } }, done),
  exception: (done) => {
    try {
      fail();
    } catch (error) {
      rollbar.error(error, { crud: 43 }, done);
    }
  },
  chain: (done) => {
    try {
      try {
        fail();
      } catch (cause) {
        throw new Rollbar.Error('the crud is broken', cause);
      }
    } catch (error) {
      rollbar.critical(error, done);
    }
  },
  // Half of a character, as a cut in its middle leaves it behind.
  half: (done) => rollbar.info(`cut ${'😀'.slice(0, 1)}`, done),
};

async function main() {
  const answers = [];
  for (const name of settings.wanted) {
    answers.push(await new Promise((resolve) => {
      reports[name]((error, answer) => resolve(error ? { error: error.message } : { answer }));
    }));
  }
  process.stdout.write(JSON.stringify({ answers, sent }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
