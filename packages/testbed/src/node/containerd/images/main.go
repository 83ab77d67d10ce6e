// Gives containerd images whose layers are folders of this machine: nothing is packed, copied or pulled. Each layer is
// an empty snapshot with the folder mounted over it, so that several gigabytes take no time and no second place on disk.
// It reads the images as JSON from its standard input, and has to run in the mount namespace of containerd.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"

	"github.com/containerd/containerd/v2/client"
	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/core/mount"
	"github.com/containerd/containerd/v2/core/snapshots"
	"github.com/containerd/containerd/v2/pkg/namespaces"
	"github.com/containerd/errdefs"
	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/identity"
	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"
)

type request struct {
	Socket string
	Images []folderImage
}

type folderImage struct {
	Names  []string
	Layers []string // folders, the lowest first
	Config ocispec.ImageConfig
}

// The snapshotter of the CRI plugin.
const snapshotter = "overlayfs"

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		log.Fatal(err)
	}
	containerd, err := client.New(asked.Socket, client.WithDefaultNamespace("k8s.io"))
	if err != nil {
		log.Fatal(err)
	}
	defer containerd.Close()
	// A lease keeps the collector away until all parts of an image are there.
	ctx, done, err := containerd.WithLease(namespaces.WithNamespace(context.Background(), "k8s.io"))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = done(ctx) }()
	for _, image := range asked.Images {
		if err := add(ctx, containerd, image); err != nil {
			log.Fatalf("%s: %v", image.Names[0], err)
		}
	}
}

func add(ctx context.Context, containerd *client.Client, image folderImage) error {
	layers, diffIDs := []ocispec.Descriptor{}, []digest.Digest{}
	for _, folder := range image.Layers {
		diffID := digest.FromString(folder)
		layers = append(layers, ocispec.Descriptor{MediaType: ocispec.MediaTypeImageLayer, Digest: diffID})
		diffIDs = append(diffIDs, diffID)
	}
	chain := identity.ChainIDs(append([]digest.Digest{}, diffIDs...))
	for index, folder := range image.Layers {
		parent := ""
		if index > 0 {
			parent = chain[index-1].String()
		}
		if err := mountLayer(ctx, containerd.SnapshotService(snapshotter), chain[index].String(), parent, folder); err != nil {
			return fmt.Errorf("layer %s: %w", folder, err)
		}
	}
	config := ocispec.Image{
		Platform: ocispec.Platform{Architecture: runtime.GOARCH, OS: runtime.GOOS},
		Config:   image.Config,
		RootFS:   ocispec.RootFS{Type: "layers", DiffIDs: diffIDs},
	}
	top := chain[len(chain)-1].String()
	configDescriptor, err := write(ctx, containerd.ContentStore(), ocispec.MediaTypeImageConfig, config,
		map[string]string{"containerd.io/gc.ref.snapshot." + snapshotter: top})
	if err != nil {
		return err
	}
	manifest := ocispec.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: ocispec.MediaTypeImageManifest,
		Config: configDescriptor, Layers: layers,
	}
	target, err := write(ctx, containerd.ContentStore(), ocispec.MediaTypeImageManifest, manifest,
		map[string]string{"containerd.io/gc.ref.content.config": configDescriptor.Digest.String()})
	if err != nil {
		return err
	}
	for _, name := range image.Names {
		if _, err := containerd.ImageService().Create(ctx, images.Image{Name: name, Target: target}); err != nil {
			return err
		}
	}
	return nil
}

func mountLayer(ctx context.Context, service snapshots.Snapshotter, name, parent, folder string) error {
	if _, err := service.Stat(ctx, name); err == nil {
		return nil // another image has it too
	} else if !errdefs.IsNotFound(err) {
		return err
	}
	mounts, err := service.Prepare(ctx, name+"-empty", parent)
	if err != nil {
		return err
	}
	place, err := upper(mounts)
	if err != nil {
		return err
	}
	if err := service.Commit(ctx, name, name+"-empty"); err != nil {
		return err
	}
	if err := unix.Mount(folder, place, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return unix.Mount("", place, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
}

// Where a snapshot's own files are.
func upper(mounts []mount.Mount) (string, error) {
	for _, each := range mounts {
		if each.Type == "bind" {
			return each.Source, nil
		}
		for _, option := range each.Options {
			if folder, found := strings.CutPrefix(option, "upperdir="); found {
				return folder, nil
			}
		}
	}
	return "", fmt.Errorf("containerd tells no folder for it: %v", mounts)
}

func write(ctx context.Context, store content.Store, mediaType string, value any, labels map[string]string) (ocispec.Descriptor, error) {
	blob, err := json.Marshal(value)
	if err != nil {
		return ocispec.Descriptor{}, err
	}
	descriptor := ocispec.Descriptor{MediaType: mediaType, Digest: digest.FromBytes(blob), Size: int64(len(blob))}
	err = content.WriteBlob(ctx, store, descriptor.Digest.String(), bytes.NewReader(blob), descriptor, content.WithLabels(labels))
	return descriptor, err
}
