PATH=$PATH:/snap/bin
