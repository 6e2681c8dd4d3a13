#!/bin/bash
# Gitea with SQLite. It refuses to run as root, so it runs as nobody, from a link that nobody can read.
. "$LIB"
P=23000; mkdir -p conf data repos home; ln "$IN_gitea/gitea" gitea 2>/dev/null || cp "$IN_gitea/gitea" gitea; cp -r "$IN_gitea/static" static
sec() { ./gitea generate secret "$1"; }
cat > conf/app.ini <<E2
APP_NAME = lab
RUN_USER = nobody
RUN_MODE = prod
WORK_PATH = $DIR
[server]
PROTOCOL = http
HTTP_ADDR = $ADDRESS
HTTP_PORT = $P
ROOT_URL = http://$ADDRESS:$P/
DISABLE_SSH = true
OFFLINE_MODE = true
LFS_START_SERVER = false
STATIC_ROOT_PATH = $DIR/static
APP_DATA_PATH = $DIR/data
[database]
DB_TYPE = sqlite3
PATH = $DIR/data/gitea.db
[repository]
ROOT = $DIR/repos
DEFAULT_BRANCH = main
[git]
HOME_PATH = $DIR/home
[security]
INSTALL_LOCK = true
SECRET_KEY = $(sec SECRET_KEY)
INTERNAL_TOKEN = $(sec INTERNAL_TOKEN)
PASSWORD_HASH_ALGO = pbkdf2_v2
[oauth2]
JWT_SECRET = $(sec JWT_SECRET)
[service]
DISABLE_REGISTRATION = true
[webhook]
ALLOWED_HOST_LIST = loopback,private
DELIVER_TIMEOUT = 5
[actions]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
REPO_INDEXER_ENABLED = false
[cron.update_checker]
ENABLED = false
[log]
MODE = console
LEVEL = Info
E2
chown -R nobody "$DIR"
as=(setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$DIR/home" USER=nobody GITEA_WORK_DIR="$DIR" "$DIR/gitea" --config "$DIR/conf/app.ini")
"${as[@]}" migrate > migrate.log 2>&1
"${as[@]}" admin user create --username root-admin --password admin-pw-1 --email admin@lab.test --admin --must-change-password=false >> migrate.log 2>&1
T=$("${as[@]}" admin user generate-access-token --username root-admin --token-name e2e --scopes all --raw | tail -1)
run gitea "${as[@]}" web
wait_for "http://$ADDRESS:$P/api/healthz" gitea
printf '{"url":"http://%s:%s","user":"root-admin","password":"admin-pw-1","token":"%s"}\n' "$ADDRESS" $P "$T"
