using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Controllers;

namespace SealosIstio.Commands;

/// <summary>Gets whether Sealos' controllers make Ingresses or VirtualServices, from their Deployments' environment.</summary>
[Cmdlet(VerbsCommon.Get, "SealosControllerMode")]
[OutputType(typeof(SealosControllerState))]
public sealed class GetSealosControllerModeCommand : ControllerCommand
{
    /// <summary>
    /// Controllers: terminal, adminer, resources, devbox, objectstorage, admission, or namespace/deployment[/container]. Default: all of
    /// these that the cluster has. One that is named and doesn't exist is an error.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ControllerCompleter))]
    public string[]? Controller { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var modes = new ControllerModes(Cluster);
        WriteObject(
            Controller is null ? Find(modes, SealosController.All) : Find(modes, Controller),
            enumerateCollection: true
        );
    }
}
