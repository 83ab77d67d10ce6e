// Offers nvidia.com/gpu to the kubelet without devices, by the API that NVIDIA's own device plugin speaks: pods that
// ask for a GPU are scheduled, counted and started as on a GPU node.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	api "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

const (
	resource   = "nvidia.com/gpu"
	socketName = "archon-gpu.sock"
)

type plugin struct {
	api.UnimplementedDevicePluginServer
	devices []*api.Device
}

func main() {
	count := flag.Int("count", 1, "number of GPUs to offer")
	folder := flag.String("folder", api.DevicePluginPath, "folder of the kubelet's device plugin sockets")
	flag.Parse()
	offered := &plugin{}
	for index := range *count {
		offered.devices = append(offered.devices, &api.Device{ID: fmt.Sprintf("GPU-%d", index), Health: api.Healthy})
	}
	// The kubelet empties this folder when it starts: then one has to register again.
	for {
		if err := serveOnce(offered, *folder); err != nil {
			log.Print(err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// Serves until the kubelet removes the socket.
func serveOnce(offered *plugin, folder string) error {
	socket := filepath.Join(folder, socketName)
	if _, err := os.Stat(filepath.Join(folder, filepath.Base(api.KubeletSocket))); err != nil {
		return nil // the kubelet is not there yet
	}
	_ = os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	defer server.Stop()
	api.RegisterDevicePluginServer(server, offered)
	go func() { _ = server.Serve(listener) }()
	if err := register(folder); err != nil {
		return err
	}
	log.Printf("registered %d of %s", len(offered.devices), resource)
	for {
		if _, err := os.Stat(socket); err != nil {
			return nil
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func register(folder string) error {
	connection, err := grpc.NewClient("unix:"+filepath.Join(folder, filepath.Base(api.KubeletSocket)),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err = api.NewRegistrationClient(connection).Register(ctx, &api.RegisterRequest{
		Version: api.Version, Endpoint: socketName, ResourceName: resource,
	})
	return err
}

func (offered *plugin) GetDevicePluginOptions(context.Context, *api.Empty) (*api.DevicePluginOptions, error) {
	return &api.DevicePluginOptions{}, nil
}

func (offered *plugin) ListAndWatch(_ *api.Empty, stream grpc.ServerStreamingServer[api.ListAndWatchResponse]) error {
	if err := stream.Send(&api.ListAndWatchResponse{Devices: offered.devices}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

// What NVIDIA's plugin tells the container runtime; without a driver nothing reads it.
func (offered *plugin) Allocate(_ context.Context, asked *api.AllocateRequest) (*api.AllocateResponse, error) {
	answer := &api.AllocateResponse{}
	for _, each := range asked.ContainerRequests {
		visible := ""
		for _, id := range each.DevicesIds {
			visible += "," + id
		}
		answer.ContainerResponses = append(answer.ContainerResponses, &api.ContainerAllocateResponse{
			Envs: map[string]string{"NVIDIA_VISIBLE_DEVICES": visible[min(1, len(visible)):]},
		})
	}
	return answer, nil
}
