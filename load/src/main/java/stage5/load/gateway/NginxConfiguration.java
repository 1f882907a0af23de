package stage5.load.gateway;

import java.net.URI;
import java.nio.file.Path;

/**
 * The configuration of nginx as a plain reverse proxy with persistent connections on both sides (<a
 * href="https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive">keepalive</a>), without a log.
 *
 * @param port on 127.0.0.1
 * @param folder receives the files of nginx
 */
record NginxConfiguration(int port, URI upstream, Path folder) {

    private static final String TEXT = """
            daemon off;
            worker_processes auto;
            pid "%1$s/nginx.pid";
            error_log "%1$s/error.log" warn;
            events {
              worker_connections 4096;
            }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_body_temp_path "%1$s/body";
              proxy_temp_path "%1$s/proxy";
              fastcgi_temp_path "%1$s/fastcgi";
              uwsgi_temp_path "%1$s/uwsgi";
              scgi_temp_path "%1$s/scgi";
              upstream stub {
                server %2$s;
                keepalive 64;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:%3$d backlog=4096;
                location / {
                  proxy_pass http://stub;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $remote_addr;
                }
              }
            }
            """;

    /** Returns the text of the file {@code nginx.conf}. */
    String text() {
        return TEXT.formatted(folder, upstream.getAuthority(), port);
    }
}
