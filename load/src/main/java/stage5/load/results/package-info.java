/** What a comparison left in its folder, as it is read for cost and report; start with {@link stage5.load.results.Results}. */
package stage5.load.results;
