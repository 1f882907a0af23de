/** Rebuilds read models through the services' APIs. Start with {@link stage5.cli.rebuild.ReadModels}. */
package stage5.cli.rebuild;
