// An S3 server in memory, for anyone who asks: the files of a folder, under a prefix of a bucket. Gone with the process.
//
//	s3 --address=127.0.0.1:9000 <bucket>/<prefix>=<folder>…
package main

import (
	"flag"
	"io/fs"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

func main() {
	address := flag.String("address", "127.0.0.1:9000", "where it listens")
	flag.Parse()
	backend := s3mem.New()
	for _, each := range flag.Args() {
		place, folder, _ := strings.Cut(each, "=")
		bucket, prefix, _ := strings.Cut(place, "/")
		if err := backend.CreateBucket(bucket); err != nil && !gofakes3.HasErrorCode(err, gofakes3.ErrBucketAlreadyExists) {
			log.Fatal(err)
		}
		if err := fill(backend, bucket, prefix, folder); err != nil {
			log.Fatal(err)
		}
	}
	server := &http.Server{
		Addr:              *address,
		Handler:           gofakes3.New(backend).Server(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}

func fill(backend gofakes3.Backend, bucket, prefix, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		_, err = backend.PutObject(bucket, prefix+"/"+filepath.ToSlash(name), map[string]string{}, file, info.Size(), nil)
		return err
	})
}
