/** A first devstack.yaml for a folder without any Compose file. */
export const exampleManifest = `# A stack in stages: each stage begins when the one before is ready or completed.
stages: [data, prepare, services]

services:
  db:
    stage: data
    image: postgres:15
    environment:
      # From the shell or from .env; the text after ":-" where neither has it.
      POSTGRES_PASSWORD: \${DB_PASSWORD:-postgres}
    volumes:
      - db-data:/var/lib/postgresql/data
    # What is asked until it is ready. Over TCP: the image first starts a server for itself alone.
    healthcheck:
      test: pg_isready -h 127.0.0.1 -U postgres

  web:
    stage: services
    image: busybox:1.36
    command: httpd -f -p 8080 -h /etc
    # On 127.0.0.1; write 0.0.0.0:8080:8080 for all interfaces.
    ports:
      - 8080:8080
    # A name alone means ready; a job has to be completed.
    depends_on: [db, migrate]
    ready:
      http: { port: 8080, path: /hostname }

jobs:
  # Runs to its end, and again only when something that counts has changed.
  migrate:
    stage: prepare
    image: postgres:15
    environment:
      PGHOST: db
      PGUSER: postgres
      PGPASSWORD: \${DB_PASSWORD:-postgres}
    command: psql -c "create table if not exists visits (at timestamptz)"
    depends_on: [db]

volumes:
  db-data:
`;
