/// A `tillhub` that listens on this machine.
struct HubProgram {
    /// Where tills reach it.
    let base: String
    private let program: ChildProgram

    /// Starts one on the store that `options` name, with the setting's programme.
    init(_ options: [String], _ setting: Setting) throws {
        let port = try LocalService.freePort()
        base = "http://127.0.0.1:\(port)"
        program = try ChildProgram(
            path: ChildProgram.beside("tillhub"),
            ["serve", "--unpaired", "--port", "\(port)", "--programme", setting.programmeFile]
                + options
        )
        try program.wait(forLine: "tillhub: listening")
    }

    func stop() { program.stop() }
}
