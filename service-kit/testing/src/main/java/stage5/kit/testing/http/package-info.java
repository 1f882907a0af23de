/** Raw HTTP/1: a table of inputs with the right answers, and a client that sends bytes as they are. */
package stage5.kit.testing.http;
