//! Reading plain files for the calculators, without a workspace.
