/** A service for a manifest: PostgreSQL, which jobs `from: db` reach with `PGHOST: db`. */
export const database = `
  db:
    image: postgres:15
    environment: { POSTGRES_PASSWORD: secret, PGUSER: postgres, PGPASSWORD: secret }
`.trimEnd();
