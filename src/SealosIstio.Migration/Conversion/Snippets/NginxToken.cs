namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>What a token of an nginx configuration is.</summary>
internal enum NginxTokenKind
{
    Word,
    Semicolon,
    BlockStart,
    BlockEnd,
    Fault,
}

/// <summary>A token and where it starts; lines and columns count from 1. A fault's text says what is wrong.</summary>
internal readonly record struct NginxToken(NginxTokenKind Kind, string Text, bool IsQuoted, int Line, int Column);
