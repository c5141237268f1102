#include <node_api.h>
#include <sqlite3.h>

static napi_value Count(napi_env env, napi_callback_info info) {
  sqlite3 *db;
  sqlite3_stmt *statement;
  int found = -1;
  if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
      sqlite3_prepare_v2(db, "SELECT 6 * 7", -1, &statement, 0) == SQLITE_OK) {
    if (sqlite3_step(statement) == SQLITE_ROW) found = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
  }
  sqlite3_close(db);
  napi_value result;
  napi_create_int32(env, found, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value count;
  napi_create_function(env, "count", NAPI_AUTO_LENGTH, Count, 0, &count);
  return count;
}
