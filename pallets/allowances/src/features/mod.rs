//! The bodies of the calls, one file per concern.

mod agenda;
mod granting;
mod spending;
