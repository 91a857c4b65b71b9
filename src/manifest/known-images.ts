const databases =
  /^(database|postgres|postgresql|postgis|timescaledb|pgvector|mysql|mariadb|percona|mongo|mongodb|redis|valkey|memcached|cassandra|clickhouse|clickhouse-server|elasticsearch|opensearch|cockroach|mssql)$/;

const infrastructure =
  /^(activemq|consul|couchdb|cp-kafka|cp-zookeeper|etcd|influxdb|kafka|localstack|minio|mosquitto|nats|neo4j|pulsar|rabbitmq|redpanda|vault|zookeeper)$/;

/** The last part of a reference, without its tag and digest. */
const repositoryOf = (image: string): string =>
  image
    .replace(/[@:][^/]*$/, '')
    .split('/')
    .at(-1) ?? '';

/** Whether an image is that of a well-known database. */
export const isDatabase = (image: string): boolean => databases.test(repositoryOf(image));

/** Whether it is that of a well-known broker, object store or the like: what others keep something in. */
export const isInfrastructure = (image: string): boolean => infrastructure.test(repositoryOf(image));
