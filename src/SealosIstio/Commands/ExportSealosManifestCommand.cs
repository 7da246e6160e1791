using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Manifests;

namespace SealosIstio.Commands;

/// <summary>Writes Kubernetes objects into a file that kubectl can apply.</summary>
[Cmdlet(VerbsData.Export, "SealosManifest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSealosManifestCommand : SealosCommand
{
    private readonly List<KubernetesObject> objects = [];
    private readonly List<string> withheld = [];

    /// <summary>The file; its name decides: .json makes a List in JSON, everything else YAML documents.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The objects to write: typed ones, hashtables or PSCustomObjects with the fields of a manifest, or the text of one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Writes Secrets too, into a file that only its owner can read. Without it they are left out, with a warning.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file's FileInfo.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var resource in ReadResources(InputObject))
            if (resource is V1Secret && !IncludeSecret)
                withheld.Add(resource.ToString());
            else
                objects.Add(resource);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (withheld.Count > 0)
            WriteWarning(
                $"{withheld.Count} Secret(s) were left out; -IncludeSecret writes them: {string.Join(", ", withheld)}."
            );
        var file = GetUnresolvedProviderPathFromPSPath(Path);
        if (File.Exists(file) && !Force)
        {
            WriteError(ErrorRecords.ManifestExists(file));
            return;
        }
        if (!ShouldProcess(file, $"Write {objects.Count} object(s)"))
            return;
        ManifestExport.Write(file, objects);
        if (PassThru)
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
    }
}
