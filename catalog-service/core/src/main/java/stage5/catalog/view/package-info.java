/** What readers are shown: cached product entries, and what invalidates them. */
package stage5.catalog.view;
