/**
 * Puts load on a shop, as visitors do: they arrive whether or not earlier ones were served (an open model); and compares
 * the forms in which the shop runs. Start with {@link stage5.load.LoadCommands}, the commands.
 */
package stage5.load;
