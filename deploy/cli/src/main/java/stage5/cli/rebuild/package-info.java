/** Has a service rebuild its read models, slice by slice. Start at {@link stage5.cli.rebuild.ReadModels}. */
package stage5.cli.rebuild;
