/// What a hostile store in memory does wrong, one thing at a time: each breaks one promise that
/// the conformance suite has to catch.
package enum MemoryHubFault: String, CaseIterable, Sendable {
    /// Forgets which names were borne, so a record that comes again under another number counts.
    case forgetsNames
    /// Forgets which receipts were booked.
    case forgetsReceipts
    /// Forgets what has come back of a sale.
    case forgetsReturns
    /// Forgets which returns wait for their sale.
    case forgetsDeferredReturns
    /// Keeps what a work did before it failed.
    case keepsHalves
    /// Answers before it has written: a commit can be read only after the next one.
    case answersEarly
    /// Lets two works decide at once by the same state, and the last one wins.
    case ignoresClaims
    /// Forgets what the protocol keeps of a device besides its chain.
    case forgetsRows
    /// Forgets what a device has signed.
    case forgetsWitnesses
    /// Takes a record of a branch for the one of the chain under its number.
    case mixesBranches
    /// Forgets from what the hub might be restored.
    case forgetsBackups
    /// Forgets that a device's key was taken back.
    case forgetsRevocations
    /// Forgets how often somebody has guessed at a code, and that it was used.
    case forgetsTries
    /// Posts what came last as if nothing had been there.
    case overwritesBalances
    /// Forgets leases that have ended, so a message that comes late opens them again.
    case forgetsEndedLeases
    /// Forgets which devices a restored hub waits for.
    case forgetsWhoIsAwaited
    /// Forgets which records cannot be read yet.
    case holdsNothing
    /// Tells nobody what is gone from a feed.
    case keepsRemovedEntries
    /// Keeps what a feed said that was forgotten.
    case keepsForgottenEntries
    /// Takes the last time for the one at which a member was erased.
    case forgetsFirstErasures
    /// Forgets with an old version what newer ones still say.
    case forgetsWhatStands
}
