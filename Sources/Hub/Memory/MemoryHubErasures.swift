internal import Retail

/// How a hub in memory keeps erasures.
extension MemoryHubTransaction {
    func erasure(of member: MemberID) throws -> Erasure? { state.erasures[member] }

    func erasures() throws -> [Erasure] {
        state.erasures.values.sorted { $0.member < $1.member }
    }

    func put(_ erasure: Erasure) throws {
        let isFirst = state.erasures[erasure.member] == nil
        guard isFirst || fault == .forgetsFirstErasures else { return }
        state.erasures[erasure.member] = erasure
    }
}
