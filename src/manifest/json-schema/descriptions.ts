/** What keys of a file mean, for whoever writes it; nested keys by their path. */
export const fileDescriptions: Readonly<Record<string, string>> = {
  name: 'The name of the project: a prefix of all that it owns. Default: the name of the folder.',
  version: 'Means nothing any more.',
  include: 'Other files whose services, volumes and so on belong to this project as well.',
  'include.path': 'The file, or several of which later ones change earlier ones.',
  'include.project_directory': 'Where relative paths in it count from. Default: its own folder.',
  'include.env_file': 'Variables that it is read with. Default: .env of its folder.',
  stages:
    'The stages, in their order: each begins when all of the one before is ready or completed. "default" is database, job, container, application.',
  'stages.name': 'Any text.',
  'stages.description': 'For people.',
  'stages.parallel': 'At most so many of its containers are on their way at once.',
  'stages.timeout':
    'How long it may take until all of it is ready or completed, such as 2m; what is not by then has failed. Default: no limit of its own.',
  barrier:
    'Whether all of a stage has to be there before the next begins (strict, the default), or units begin as soon as what they depend on is (eager).',
  parity:
    'Give units the variables that a pipeline gives them (qovery), the outputs of all jobs of earlier stages among them, and warn where it would order less.',
  environment: 'Given to every unit; a unit’s own variables win.',
  env_file: 'Files of variables that are given to every unit.',
  test: 'What "devstack test" is to know.',
  'test.environment': 'Variables of the command that tests; they may refer to outputs of jobs that are not sensitive.',
  'test.services': 'Units that tests need, with what these need. Default: all.',
  'test.reset': 'What is done with the data between two runs over the same stack. Default: none.',
  services: 'What goes on running.',
  jobs: 'What runs to its end: migrations, seeds, checks.',
  networks: 'Networks that units can be on. Without any, all are on "default".',
  volumes: 'Volumes that outlive containers.',
  secrets: 'Texts that units get as files and that nobody may see.',
  configs: 'Texts that units get as files.',
  models: 'Left out: another tool would have to provide them.',
  'x-devstack': 'What Compose has no word for; other tools pass over it.',
};

/** Keys of networks, volumes, secrets and configs. */
export const resourceDescriptions: Readonly<Record<string, string>> = {
  name: 'Its name on the engine. Default: that of the project, "_" and its key.',
  external: 'It is there already, and is neither made nor removed.',
  driver: 'What makes it. Default: that of the engine.',
  driver_opts: 'Options for its driver.',
  labels: 'For other programs.',
  attachable: 'Other containers may join it.',
  internal: 'Nothing outside can be reached from it.',
  enable_ipv4: 'Whether containers get IPv4 addresses.',
  enable_ipv6: 'Whether containers get IPv6 addresses.',
  ipam: 'How addresses are given.',
  'ipam.config.subnet': 'A network in CIDR form, such as 172.28.0.0/16.',
  file: 'A file with its content.',
  environment: 'The variable that is its content.',
  content: 'Its content.',
  template_driver: 'Left out: it is for a cluster of machines.',
};
