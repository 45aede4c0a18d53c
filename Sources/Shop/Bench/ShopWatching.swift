internal import Twins

/// How the picture of the shop is kept up to date: from paper, glass, till and hub.
extension ShopBench {
    func followPaper() async {
        for await _ in devices.printer.roll.updates() {
            let roll = devices.printer.roll
            let count = roll.receiptCount
            let latest = roll.receipts.suffix(PageFragments.receipts)
            scene.update { state in
                state.printed = count
                state.hanging = roll.current
                state.receipts = latest.enumerated().map { index, elements in
                    ShopReceipt(number: count - latest.count + 1 + index, elements: elements)
                }
            }
        }
    }

    func followDisplay() async {
        for await lines in devices.display.updates() {
            scene.update { $0.display = lines }
        }
    }

    func followTill() async {
        var drawerOpenFor = 0
        while !Task.isCancelled {
            let status = till.isRunning ? await line.status() : nil
            let drawer = devices.printer.drawer
            drawerOpenFor = drawer.isOpen ? drawerOpenFor + 1 : 0
            // The cashier pushes the drawer shut when the change is given.
            if drawerOpenFor > 8 { drawer.push() }
            scene.update { state in
                state.till = status
                state.drawerOpenings = drawer.openings
            }
            try? await Task.sleep(for: .milliseconds(80))
        }
    }

    /// Has whoever stands at the payment terminal put in a card, after a look at the amount.
    func followTerminal() async {
        let terminal = devices.payment
        while !Task.isCancelled {
            if terminal.hasCustomer {
                try? await Task.sleep(for: .milliseconds(700))
                terminal.release()
            }
            try? await Task.sleep(for: .milliseconds(80))
        }
    }

    func followHub() async {
        while !Task.isCancelled {
            if let sales = await hubLine.sales() { scene.update { $0.hubSales = sales } }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
