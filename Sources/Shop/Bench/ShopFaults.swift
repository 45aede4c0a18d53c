internal import Synchronization
internal import Twins

/// What a person does to the shop.
extension ShopBench {
    /// Baskets that lay at the till when its power went, and those of them that came back.
    public var baskets: (pulled: Int, back: Int) { basketsBack.withLock { $0 } }

    /// Pulls the network cable.
    public func pullNetwork() async {
        await cable.pull()
        scene.update { $0.isNetworkPlugged = false }
        scene.say("网线拔了,照常营业", "The network is out, the shop sells on")
    }

    /// Plugs it in again.
    public func plugNetwork() async {
        do {
            try await cable.plug()
            scene.update { $0.isNetworkPlugged = true }
            scene.say("网线插回,正在上传", "The network is back, the queue drains")
        } catch {
            scene.say("网线插不上:\(error)", "The cable cannot be plugged: \(error)")
        }
    }

    /// Takes the roll out of the printer, or puts one in.
    public func setPaper(_ isIn: Bool) {
        if isIn {
            devices.printer.faults.clear(.paperOut)
            scene.say("装上新纸卷", "A new roll is in")
        } else {
            devices.printer.faults.set(.paperOut)
            scene.say("没纸了,照常收银", "No paper, and the till sells on")
        }
        scene.update { $0.hasPaper = isIn }
    }

    /// Pulls the power of the till and plugs it in again: it has to come back with the basket.
    public func pullPower(for pause: Duration = .milliseconds(1500)) async {
        let before = await line.status()
        till.cutPower()
        scene.update {
            $0.isTillPowered = false
            $0.till = nil
        }
        scene.say("断电了", "The till has no power")
        try? await Task.sleep(for: pause)
        do {
            try await powerOn()
        } catch {
            scene.say("收银机起不来:\(error)", "The till does not start: \(error)")
            return
        }
        await look(for: before)
    }

    /// Whether the basket of `before` lies at the till again.
    private func look(for before: TillStatus?) async {
        let lines = before?.isSelling == true ? before?.standingLines ?? [] : []
        guard !lines.isEmpty else { return scene.say("通电了", "Power is back") }
        let isBack = await line.status()?.standingLines == lines
        basketsBack.withLock { counts in
            counts.pulled += 1
            counts.back += isBack ? 1 : 0
        }
        if isBack {
            scene.say(
                "通电了,篮子还在:\(lines.count) 行",
                "Power is back, and so is the basket of \(lines.count)"
            )
        } else {
            scene.say("通电了,篮子不对", "Power is back, but the basket is another")
        }
    }

    /// Starts the till and waits until it takes scans.
    public func powerOn() async throws(ShopProblem) {
        try till.start()
        let isReady = await eventually(Self.patience) {
            await self.line.status()?.isReady == true || !self.till.isRunning
        }
        guard isReady, till.isRunning else { throw ended("tilld", till) }
        scene.update { $0.isTillPowered = true }
    }
}
