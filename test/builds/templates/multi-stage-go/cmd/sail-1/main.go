package main

import (
	"fmt"
	"net/http"
	"os"
	"rsc.io/quote"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "health" {
		answer, err := http.Get("http://127.0.0.1:18131/")
		if err != nil || answer.StatusCode != 200 {
			os.Exit(1)
		}
		return
	}
	http.HandleFunc("/", func(writer http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(writer, "uid %d, %d\n", os.Getuid(), len(quote.Go()))
	})
	panic(http.ListenAndServe(":18131", nil))
}
