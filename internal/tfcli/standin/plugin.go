// SPDX-License-Identifier: MPL-2.0

package standin

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

const (
	// prefix is what the name of a provider's executable begins with.
	prefix = "terraform-provider-"
	// cookie names the environment variable that a CLI sets when it starts a provider.
	cookie = "TF_PLUGIN_MAGIC_COOKIE"
)

// Main serves one of the providers if a CLI has started this program as its executable. It tells whether it has: then
// there is nothing left to do. It comes before anything else that a program does.
func Main(providers ...Provider) (bool, error) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if os.Getenv(cookie) == "" || !strings.HasPrefix(name, prefix) {
		return false, nil
	}

	for _, one := range providers {
		if path.Base(one.Address) == strings.TrimPrefix(name, prefix) {
			served := &server{Provider: one, tell: tellLedger(os.Getenv(Variable))}

			return true, tf6server.Serve(one.Address, func() tfprotov6.ProviderServer {
				return providerserver.NewProtocol6(served)()
			})
		}
	}

	return true, fmt.Errorf("nothing stands in for %s", name)
}

// Install puts this program where a CLI looks for the providers: into a directory for each, in an existing one. It
// returns the directories by the providers' addresses.
func Install(dir string, providers ...Provider) (map[string]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}

	dirs := map[string]string{}

	for _, one := range providers {
		at := filepath.Join(dir, filepath.FromSlash(one.Address))
		if err := os.MkdirAll(at, 0o700); err != nil {
			return nil, err
		}

		if err := place(self, filepath.Join(at, prefix+path.Base(one.Address))); err != nil {
			return nil, fmt.Errorf("the stand-in for %s cannot be installed: %w", one.Address, err)
		}

		dirs[one.Address] = at
	}

	return dirs, nil
}

// place links a file, or copies it where not everyone may make links.
func place(from, to string) error {
	if runtime.GOOS != "windows" {
		return os.Symlink(from, to)
	}

	source, err := os.Open(from)
	if err != nil {
		return err
	}

	target, err := os.OpenFile(to+".exe", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700) //nolint:gosec // It is executed.
	if err != nil {
		return errors.Join(err, source.Close())
	}

	_, err = io.Copy(target, source)

	return errors.Join(err, target.Close(), source.Close())
}
