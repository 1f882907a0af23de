/** Examines an account before something is changed in it. */
package stage5.aws.doctor;
