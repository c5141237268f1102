package main

/*
#cgo LDFLAGS: -lsqlite3
#include <sqlite3.h>
#include <stdlib.h>

static int count(const char *sql) {
	sqlite3 *db;
	sqlite3_stmt *statement;
	int found = -1;
	if (sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &statement, 0) == SQLITE_OK) {
		if (sqlite3_step(statement) == SQLITE_ROW) found = sqlite3_column_int(statement, 0);
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
	return found;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func main() {
	sql := C.CString("SELECT count(*) FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3)")
	defer C.free(unsafe.Pointer(sql))
	fmt.Println(C.count(sql), "rows")
}
