// Command certificate writes a certificate for some names, and the authority that signed it: ca.crt, tls.crt and tls.key.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: certificate FOLDER NAME...")
	}
	folder, names := os.Args[1], os.Args[2:]
	authority, authorityKey := template(names[0]+" authority"), newKey()
	authority.IsCA, authority.BasicConstraintsValid = true, true
	authority.KeyUsage = x509.KeyUsageCertSign
	certificate, key := template(names[0]), newKey()
	certificate.DNSNames = names
	certificate.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	// Both ends of a connection present it.
	certificate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	write(folder, "ca.crt", "CERTIFICATE", sign(authority, authority, &authorityKey.PublicKey, authorityKey))
	write(folder, "tls.crt", "CERTIFICATE", sign(certificate, authority, &key.PublicKey, authorityKey))
	write(folder, "tls.key", "PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: must(rand.Int(rand.Reader, big.NewInt(1<<62))),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
}

func newKey() *ecdsa.PrivateKey {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

func sign(certificate, parent *x509.Certificate, key *ecdsa.PublicKey, parentKey *ecdsa.PrivateKey) []byte {
	return must(x509.CreateCertificate(rand.Reader, certificate, parent, key, parentKey))
}

func write(folder, name, kind string, bytes []byte) {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes})
	if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
		log.Fatal(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
