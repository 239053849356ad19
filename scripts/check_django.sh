#!/bin/sh
# Django's own checks on a PostgreSQL of their own: no migration is missing, and the production settings are
# safe to deploy.
set -eu

data=$(mktemp -d /tmp/collate-check-XXXXXX)
chmod 711 "$data" # root's server runs under another account, which must pass through
export COLLATE_DATA_DIR="$data"
unset DATABASE_URL
stop() {
    .venv/bin/python -m config.postgres stop >/dev/null
    rm -rf "$data"
}
trap stop EXIT
trap 'exit 1' INT TERM

.venv/bin/python manage.py makemigrations --check --dry-run
COLLATE_PRODUCTION=true ALLOWED_HOSTS=collate.example.org COLLATE_SMTP_HOST=mail.example.org \
    SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    .venv/bin/python manage.py check --deploy --fail-level WARNING --database default
