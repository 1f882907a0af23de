/** What resources cost a month without traffic, by the price file of the load module. */
package stage5.aws.price;
