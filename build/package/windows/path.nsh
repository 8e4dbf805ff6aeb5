; The user's PATH: a folder is added to it, and taken out again. NSIS holds strings of 1,024
; characters; a PATH that is too long for that is left as it is, rather than cut off.

; FindPath gives the PATH in $0, and in $1 whether it may be written.
!macro FindPath un
Function ${un}FindPath
  Push $2
  Push $3
  ClearErrors
  ReadRegStr $0 HKCU "Environment" "Path"
  StrCpy $1 1
  ${If} $0 == ""
    ; Empty is what a missing PATH reads like, and one that is too long: tell them apart by name.
    StrCpy $2 0
    ${Do}
      ClearErrors
      EnumRegValue $3 HKCU "Environment" $2
      ${If} ${Errors}
      ${OrIf} $3 == ""
        ${Break}
      ${EndIf}
      ${If} $3 == "Path"
        StrCpy $1 0
      ${EndIf}
      IntOp $2 $2 + 1
    ${Loop}
  ${EndIf}
  StrLen $2 $0
  IntOp $3 ${NSIS_MAX_STRLEN} - 300
  ${If} $2 > $3
    StrCpy $1 0
  ${EndIf}
  Pop $3
  Pop $2
FunctionEnd

Function ${un}TellThePath
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
FunctionEnd

; Without takes the folder $4 out of the PATH $0.
Function ${un}Without
  Push $1
  Push $2
  Push $3
  Push $5
  StrLen $1 "$4;"
  StrCpy $2 "$0;"
  StrCpy $0 ""
  ${DoWhile} $2 != ""
    StrCpy $3 $2 $1
    ${If} $3 == "$4;"
      StrCpy $2 $2 "" $1
    ${Else}
      ; One entry further.
      StrCpy $5 0
      ${Do}
        StrCpy $3 $2 1 $5
        IntOp $5 $5 + 1
      ${LoopUntil} $3 == ";"
      StrCpy $3 $2 $5
      StrCpy $0 "$0$3"
      StrCpy $2 $2 "" $5
    ${EndIf}
  ${Loop}
  ; The last semicolon was lent.
  ${If} $0 != ""
    StrCpy $0 $0 -1
  ${EndIf}
  Pop $5
  Pop $3
  Pop $2
  Pop $1
FunctionEnd
!macroend
!insertmacro FindPath ""
!insertmacro FindPath "un."

Function AddToPath
  Pop $4
  Call FindPath
  ${If} $1 == 0
    DetailPrint "The PATH is too long to be changed here: add $4 to it by hand for the command line."
    Return
  ${EndIf}
  Call Without
  ${If} $0 == ""
    StrCpy $0 "$4"
  ${Else}
    StrCpy $0 "$0;$4"
  ${EndIf}
  WriteRegExpandStr HKCU "Environment" "Path" "$0"
  Call TellThePath
FunctionEnd

Function un.RemoveFromPath
  Pop $4
  Call un.FindPath
  ${If} $1 == 0
  ${OrIf} $0 == ""
    Return
  ${EndIf}
  Call un.Without
  ${If} $0 == ""
    DeleteRegValue HKCU "Environment" "Path"
  ${Else}
    WriteRegExpandStr HKCU "Environment" "Path" "$0"
  ${EndIf}
  Call un.TellThePath
FunctionEnd
