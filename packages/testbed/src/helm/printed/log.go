package printed

import (
	"bytes"
	"log"
	"log/slog"
)

// RecordLog keeps what a Helm logs from now on, in the form in which its command prints it on stderr.
func RecordLog(helm int) *bytes.Buffer {
	printed := new(bytes.Buffer)
	if helm == 3 {
		log.SetFlags(log.Lshortfile)
		log.SetOutput(printed)
		return printed
	}
	// This takes the log package with it, as in Helm 4's own command.
	slog.SetDefault(slog.New(slog.NewTextHandler(printed, &slog.HandlerOptions{ReplaceAttr: withoutTime})))
	return printed
}

func withoutTime(_ []string, attribute slog.Attr) slog.Attr {
	if attribute.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return attribute
}
