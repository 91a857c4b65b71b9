/** Keys of `ready`, which are those of each item of its `all` too. */
const checkDescriptions: Readonly<Record<string, string>> = {
  exec: 'A command in the container that has to exit with 0.',
  file: 'A file or folder in the container that has to be there.',
  grpc: 'The standard health check of gRPC, which has to answer SERVING.',
  'grpc.service': 'Default: the server as a whole.',
  healthcheck: 'true: the tests of the engine have to pass, such as the healthcheck of the image.',
  http: 'A request that has to be answered.',
  'http.path': 'Default: /',
  'http.status': 'Codes that are good, such as 200 or 2xx.',
  initial_delay: 'Ask nothing before.',
  log: 'A regular expression that a line of its log has to match.',
  period: 'How often it is asked. Default: often at first, then each second.',
  preset: 'What is right for a well-known server. Chosen by the name of the image where nothing is given.',
  success_threshold: 'How often in a row it has to be good.',
  tcp: 'A port that has to accept connections.',
  timeout: 'How long one answer may take. Default: 2s.',
};

const below = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(checkDescriptions).map(([key, text]) => [`${path}.${key}`, text]));

/** What the keys of a service's readiness mean, by their path. */
export const readinessDescriptions: Readonly<Record<string, string>> = {
  ready:
    'What is asked to find out whether it is ready. One of http, tcp, grpc, exec, log, file, healthcheck and preset, or all.',
  ...below('ready'),
  'ready.all': 'Several, of which each has to pass. What is said beside it is the default for each.',
  ...below('ready.all'),
  ready_timeout: 'How long it may take in all until it is ready. Default: 2m.',
};
